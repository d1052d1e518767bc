/**
 * TaskManagers and their slots. The SlotManager knows which TaskManagers there are, which slots
 * jobs hold, and how many TaskManagers are wanted; a {@link
 * org.holdfast.runtime.slots.ResourceProvider} brings them.
 */
package org.holdfast.runtime.slots;
