package dev.jcompose.cli.terminal;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * The signals of this process, through {@code sun.misc.Signal}, the JDK's only way to them. It is reached by reflection,
 * since the compiler has no way to silence its warning about that class.
 */
final class ProcessSignals implements Signals {
    private record Handler(Runnable action) {}

    private final Map<Signal, Deque<Handler>> handlers = new EnumMap<>(Signal.class);
    private final Map<Signal, Object> originals = new EnumMap<>(Signal.class);

    @Override
    public synchronized Subscription subscribe(Signal signal, Runnable action) {
        var stack = handlers.computeIfAbsent(signal, s -> new ArrayDeque<>());
        var handler = new Handler(action);
        if (stack.isEmpty()) {
            originals.put(signal, install(signal, deliverTo(signal)));
        }
        stack.push(handler);
        return () -> unsubscribe(signal, handler);
    }

    private synchronized void unsubscribe(Signal signal, Handler handler) {
        var stack = handlers.get(signal);
        if (stack == null || !stack.remove(handler) || !stack.isEmpty()) {
            return;
        }
        Object original = originals.remove(signal);
        if (original != null) {
            install(signal, original);
        }
    }

    private void deliver(Signal signal) {
        Handler top;
        synchronized (this) {
            var stack = handlers.get(signal);
            top = stack == null ? null : stack.peek();
        }
        if (top != null) {
            top.action().run();
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    private Object deliverTo(Signal signal) {
        try {
            var type = Class.forName("sun.misc.SignalHandler");
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    deliver(signal);
                }
                return switch (method.getName()) {
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "handler of SIG" + signal;
                    default -> null;
                };
            });
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this runtime lacks the module jdk.unsupported", e);
        }
    }

    /** @return the handler that was there before */
    private static Object install(Signal signal, Object handler) {
        try {
            var signalType = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            return signalType
                    .getMethod("handle", signalType, handlerType)
                    .invoke(null, signalType.getConstructor(String.class).newInstance(signal.name()), handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle SIG" + signal, e);
        }
    }
}
