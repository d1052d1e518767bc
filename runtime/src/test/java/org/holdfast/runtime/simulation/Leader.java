package org.holdfast.runtime.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Supplier;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.concurrent.ManualMainThread;

/**
 * A JobManager's process, as far as it can die: what was to run on its main thread does not run any
 * more then, and nothing it does reaches anybody.
 */
final class Leader implements MainThread {

    private final ManualMainThread clock;
    private boolean alive = true;

    /** Unwinds what a process that has died was doing. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the JobManager has died", null, false, false);
        }
    }

    Leader(ManualMainThread clock) {
        this.clock = clock;
    }

    boolean isAlive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    // ---------------------------------------------------------------- what happens in it

    @Override
    public void execute(Runnable action) {
        clock.execute(() -> run(action));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable action) {
        return clock.schedule(delay, () -> run(action));
    }

    @Override
    public long nowMillis() {
        return clock.nowMillis();
    }

    @Override
    public void assertOwned() {
        clock.assertOwned();
    }

    void run(Runnable action) {
        call(
                () -> {
                    action.run();
                    return null;
                },
                null);
    }

    private <T> T call(Supplier<T> action, T ifDead) {
        if (!alive) {
            return ifDead;
        }
        try {
            return action.get();
        } catch (Crash died) {
            return ifDead;
        }
    }

    // ---------------------------------------------------------------- what reaches it, and others

    /** What others call in it: nothing happens once it has died. */
    <T> T inbound(Class<T> type, T target) {
        return proxy(
                type,
                (method, arguments) ->
                        call(
                                () -> invoke(target, method, arguments),
                                method.getReturnType() == String.class ? "" : null));
    }

    /** What it calls of others: nothing comes of it once it has died. */
    <T> T outbound(Class<T> type, T target) {
        return proxy(
                type,
                (method, arguments) -> {
                    if (!alive) {
                        throw new Crash();
                    }
                    return invoke(target, method, arguments);
                });
    }

    private interface Call {
        Object on(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        Leader.class.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> call.on(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw (Error) e.getCause();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
