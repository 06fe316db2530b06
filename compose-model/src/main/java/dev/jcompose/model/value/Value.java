package dev.jcompose.model.value;

import java.util.List;
import java.util.SequencedMap;

/**
 * Data without a shape of its own, as JSON has it: the content of {@code x-*} keys, and what printers write.
 */
public sealed interface Value {

    /** Text. */
    record Text(String text) implements Value {}

    /** A whole number of any size, in decimal digits. */
    record Whole(String digits) implements Value {

        public static Whole of(long number) {
            return new Whole(Long.toString(number));
        }
    }

    /** A number with a fraction or exponent, of 64 bits. */
    record Real(double number) implements Value {}

    /** The same of 32 bits. */
    record Real32(float number) implements Value {}

    /** A truth value. */
    record Bool(boolean value) implements Value {}

    /** A date or time that stood there without quotes, as RFC 3339 writes it. */
    record Timestamp(String text) implements Value {}

    /** No value. */
    record Null() implements Value {}

    /** A list. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** A mapping in the order of the file. */
    record Entries(SequencedMap<String, Value> values) implements Value {
        public Entries {
            values = Copies.of(values);
        }
    }
}
