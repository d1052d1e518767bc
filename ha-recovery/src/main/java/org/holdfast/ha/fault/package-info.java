/**
 * Named places in the protocol at which a test can make the process fail. They cost a comparison
 * with an empty string where no test asks for one.
 */
package org.holdfast.ha.fault;
