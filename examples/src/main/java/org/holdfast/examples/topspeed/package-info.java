/** Cars report how fast they drive; windows of event time tell each car's top speed. */
package org.holdfast.examples.topspeed;
