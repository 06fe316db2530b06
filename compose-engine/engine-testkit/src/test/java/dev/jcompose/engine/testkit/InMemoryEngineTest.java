package dev.jcompose.engine.testkit;

import dev.jcompose.engine.Engine;

class InMemoryEngineTest extends EngineContract {
    @Override
    protected Engine engine() {
        return new InMemoryEngine().image(image());
    }

    @Override
    protected String image() {
        return "busybox:1";
    }
}
