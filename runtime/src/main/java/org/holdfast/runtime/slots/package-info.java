/**
 * TaskManagers and their slots. The {@link org.holdfast.runtime.slots.SlotManager} knows which
 * TaskManagers there are, which slots jobs hold, and how many TaskManagers are wanted; a {@link
 * org.holdfast.runtime.slots.ResourceProvider} brings them.
 *
 * <p>A job asks for all its slots at once and gets all or none. Requests are served oldest job
 * first; a younger job may go ahead only with slots the older one cannot use yet. A restarting job
 * keeps its place.
 *
 * <p>Slots are handed out evenly: always on the TaskManager with the fewest slots in use. A job is
 * as fast as its busiest TaskManager, and a TaskManager that is there costs the same idle or busy.
 * On a cluster that brings TaskManagers on demand there are no more than are needed, so filling
 * some densely to free others would gain only after a large job ended.
 */
package org.holdfast.runtime.slots;
