package dev.jcompose.model.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody who wrote one word probably meant. */
public final class Suggestion {

    private static final int LONGEST = 64;
    private static final int MOST_CANDIDATES = 10_000;

    private Suggestion() {}

    /** The candidate nearest to a word, if any is near: a third of its letters may be wrong, and letter case does not count. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = plain(word);
        int allowed = Math.max(1, wanted.length() / 3);
        String best = null;
        int bestDistance = allowed + 1;
        int looked = 0;
        for (String candidate : candidates) {
            if (looked++ == MOST_CANDIDATES) {
                break;
            }
            if (Math.abs(candidate.length() - word.length()) > allowed + 1 || candidate.equals(word)) {
                continue;
            }
            int distance = distance(wanted, plain(candidate));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code did you mean "x"?} */
    public static Optional<String> hint(String word, Collection<String> candidates) {
        return nearest(word, candidates).map(found -> "did you mean \"" + found + "\"?");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
