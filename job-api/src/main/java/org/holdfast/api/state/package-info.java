/** State that belongs to a key. A handle stands at the key of the record being processed. */
package org.holdfast.api.state;
