package org.holdfast.runtime.slots;

import java.util.List;

/** Who asked for slots. Called on the main thread, never from within the request. */
public interface SlotOwner {

    /**
     * The slots are there, all of them. They are held until the owner gives them up; those of a
     * TaskManager that is lost are gone, and their places are filled at the next request.
     */
    void onSlotsGranted(List<AllocatedSlot> slots);

    /**
     * The slots were not there in time, or cannot be had now. Asking again may help; the job keeps
     * its place until it releases.
     *
     * @param reason in a sentence, with what there is
     */
    void onSlotsUnavailable(String reason);

    /**
     * The cluster can never have so many slots, and the job never had them. The request is over.
     *
     * @param reason in a sentence, with what to do
     */
    void onSlotsRefused(String reason);
}
