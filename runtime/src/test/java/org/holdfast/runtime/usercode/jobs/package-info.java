/** Jobs that tests pack into jars. */
package org.holdfast.runtime.usercode.jobs;
