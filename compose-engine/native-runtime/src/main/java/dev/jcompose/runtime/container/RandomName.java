package dev.jcompose.runtime.container;

import java.util.concurrent.ThreadLocalRandom;

/** Names for containers whose creators did not think of one. */
final class RandomName {
    private static final String[] FIRST = {
        "amber", "brisk", "calm", "clear", "copper", "daring", "dusky", "early", "fair", "fleet", "gentle", "golden",
        "hardy", "hazel", "humble", "jolly", "keen", "lively", "lucid", "merry", "mild", "nimble", "noble", "patient",
        "plain", "quick", "quiet", "rapid", "ruddy", "sage", "silver", "sober", "sturdy", "sunny", "tidy", "vivid"
    };
    private static final String[] SECOND = {
        "alder", "badger", "beech", "birch", "crane", "curlew", "dunlin", "elm", "falcon", "finch", "gannet", "hare",
        "heron", "holly", "ibis", "juniper", "kestrel", "larch", "lark", "linden", "marten", "maple", "merlin", "oak",
        "otter", "petrel", "pine", "plover", "robin", "rowan", "sorrel", "swift", "tern", "thrush", "willow", "wren"
    };

    private RandomName() {}

    static String next() {
        var random = ThreadLocalRandom.current();
        return FIRST[random.nextInt(FIRST.length)] + "_" + SECOND[random.nextInt(SECOND.length)] + "_"
                + Integer.toString(random.nextInt(36 * 36 * 36), 36);
    }
}
