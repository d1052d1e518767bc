package org.holdfast.runtime.slots;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import org.holdfast.runtime.config.SlotManagerOptions;

/** How large the cluster can become. */
final class ClusterCapacity {

    private final SlotManagerSettings settings;
    private final ResourceProvider resources;

    ClusterCapacity(SlotManagerSettings settings, ResourceProvider resources) {
        this.settings = requireNonNull(settings, "settings");
        this.resources = requireNonNull(resources, "resources");
    }

    /** How many TaskManagers to ask for to have so many slots, within the option's limit. */
    int taskManagersFor(long slots) {
        long each = resources.slotsPerTaskManager();
        return (int) Math.min((slots + each - 1) / each, settings.maxSlots() / each);
    }

    /** Why a job can never have so many slots, and what to do; empty if it can. */
    Optional<String> refusal(int slots, TaskManagerPool taskManagers) {
        long byOption = settings.maxSlots() / resources.slotsPerTaskManager();
        OptionalInt byProvider = resources.maxTaskManagers();
        long most = mostSlots(byOption, byProvider, taskManagers);
        if (slots <= most) {
            return Optional.empty();
        }
        boolean optionIsTighter = byProvider.isEmpty() || byOption < byProvider.getAsInt();
        return Optional.of(
                "job needs "
                        + slots
                        + " slots, the cluster has "
                        + taskManagers.slots()
                        + " of at most "
                        + most
                        + "; lower -p or "
                        + (optionIsTighter
                                ? "raise " + SlotManagerOptions.MAX_SLOTS.key()
                                : "raise taskmanager.numberOfTaskSlots, or give the cluster more"
                                        + " or larger nodes"));
    }

    private long mostSlots(long byOption, OptionalInt byProvider, TaskManagerPool taskManagers) {
        long most = byProvider.isPresent() ? Math.min(byOption, byProvider.getAsInt()) : byOption;
        return Math.max(most * resources.slotsPerTaskManager(), taskManagers.slots());
    }
}
