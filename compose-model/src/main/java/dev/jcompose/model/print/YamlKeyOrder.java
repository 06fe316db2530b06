package dev.jcompose.model.print;

import java.util.Comparator;

/**
 * The order that go-yaml gives the keys of a mapping: numbers in names count as numbers, so that {@code web2} stands before
 * {@code web10}; other characters stand before letters, except that letters stand first where a number ends.
 */
final class YamlKeyOrder implements Comparator<String> {

    static final YamlKeyOrder INSTANCE = new YamlKeyOrder();

    private YamlKeyOrder() {}

    @Override
    public int compare(String first, String second) {
        int[] a = first.codePoints().toArray();
        int[] b = second.codePoints().toArray();
        boolean afterDigit = false;
        for (int i = 0; i < a.length && i < b.length; i++) {
            if (a[i] == b[i]) {
                afterDigit = Character.isDigit(a[i]);
                continue;
            }
            boolean letterA = Character.isLetter(a[i]);
            boolean letterB = Character.isLetter(b[i]);
            if (letterA && letterB) {
                return Integer.compare(a[i], b[i]);
            }
            if (letterA || letterB) {
                return letterA == afterDigit ? -1 : 1;
            }
            return numbers(a, b, i);
        }
        return Integer.compare(a.length, b.length);
    }

    /** Two names that differ from a place on, where neither has a letter. */
    private static int numbers(int[] a, int[] b, int from) {
        // Zeros after another digit are part of a number that began before this place.
        boolean within = (a[from] == '0' || b[from] == '0') && startsBefore(a, from);
        long valueA = within ? 1 : 0;
        long valueB = valueA;
        int endA = from;
        for (; endA < a.length && Character.isDigit(a[endA]); endA++) {
            valueA = valueA * 10 + (a[endA] - '0');
        }
        int endB = from;
        for (; endB < b.length && Character.isDigit(b[endB]); endB++) {
            valueB = valueB * 10 + (b[endB] - '0');
        }
        if (valueA != valueB) {
            return Long.compare(valueA, valueB);
        }
        return endA == endB ? Integer.compare(a[from], b[from]) : Integer.compare(endA, endB);
    }

    private static boolean startsBefore(int[] name, int at) {
        for (int i = at - 1; i >= 0 && Character.isDigit(name[i]); i--) {
            if (name[i] != '0') {
                return true;
            }
        }
        return false;
    }
}
