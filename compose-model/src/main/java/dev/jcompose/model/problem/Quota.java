package dev.jcompose.model.problem;

/** How much of something the files of one load may use: a few lines can ask for more than any machine has. */
public final class Quota {

    private long left;

    /** @param most as much as may be taken in all; at least 0 */
    public Quota(long most) {
        this.left = most;
    }

    /**
     * Takes a part; the one that is too large uses up the rest, so that what follows is refused as well.
     *
     * @param amount at least 0
     * @return whether there was enough
     */
    public boolean take(long amount) {
        left = Math.max(-1, left - amount);
        return left >= 0;
    }

    /** Whether something was refused before. */
    public boolean isUsedUp() {
        return left < 0;
    }
}
