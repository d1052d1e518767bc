/** How this project's durable documents are read: as JSON, strictly. */
package org.holdfast.runtime.json;
