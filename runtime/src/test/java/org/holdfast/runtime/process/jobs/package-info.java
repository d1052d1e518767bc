/** Jobs the tests of whole clusters submit; the package becomes a jar. */
package org.holdfast.runtime.process.jobs;
