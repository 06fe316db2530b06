package dev.jcompose.cli.progress;

import dev.jcompose.cli.terminal.CellWidth;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.cli.terminal.TerminalSize;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a person sees of what is printed: a terminal with a cursor, long lines folded, nothing ever scrolled away. */
final class TerminalScreen extends OutputStream implements Terminal {
    private static final Pattern PIECE =
            Pattern.compile("\u001b\\[(?<parameter>[0-9;?]*)(?<command>[A-Za-z])|(?<text>[^\u001b]\\R?|\\R)");

    private final List<String> lines = new ArrayList<>(List.of(""));
    private final StringBuilder pending = new StringBuilder();
    private final PrintStream stream = new PrintStream(this, false, StandardCharsets.UTF_8);
    private TerminalSize size;
    private int row;
    private String beforeCursor = "";
    private boolean cursorShown = true;

    TerminalScreen(int columns, int rows) {
        size = new TerminalSize(columns, rows);
    }

    PrintStream stream() {
        return stream;
    }

    /** The lines without blanks at their ends; the empty ones below the text left out. */
    synchronized List<String> lines() {
        var shown = new ArrayList<>(lines.stream().map(String::stripTrailing).toList());
        while (!shown.isEmpty() && shown.getLast().isEmpty()) {
            shown.removeLast();
        }
        return shown;
    }

    synchronized boolean isCursorShown() {
        return cursorShown;
    }

    /** Returns when the screen shows what is asked for. */
    synchronized void await(Predicate<List<String>> wanted) throws InterruptedException {
        while (!wanted.test(lines())) {
            wait();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        pending.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void write(int one) {
        throw new UnsupportedOperationException("text comes in pieces");
    }

    @Override
    public synchronized void flush() {
        var piece = PIECE.matcher(pending);
        while (piece.find()) {
            if (piece.group("text") != null) {
                piece.group("text").codePoints().forEach(this::type);
            } else {
                obey(piece.group("command").charAt(0), piece.group("parameter"));
            }
        }
        pending.setLength(0);
        notifyAll();
    }

    private void type(int character) {
        switch (character) {
            case '\r' -> beforeCursor = "";
            case '\n' -> nextLine();
            default -> {
                String typed = Character.toString(character);
                if (CellWidth.of(beforeCursor + typed) > size.columns()) {
                    nextLine();
                }
                String line = lines.get(row);
                beforeCursor += typed;
                lines.set(row, beforeCursor + line.substring(Math.min(line.length(), beforeCursor.length())));
            }
        }
    }

    private void nextLine() {
        row++;
        beforeCursor = "";
        if (row == lines.size()) {
            lines.add("");
        }
    }

    private void obey(char command, String parameter) {
        switch (command) {
            case 'A' -> row = Math.max(0, row - Integer.parseInt(parameter));
            case 'K' -> lines.set(row, beforeCursor);
            case 'J' -> {
                lines.set(row, beforeCursor);
                lines.subList(row + 1, lines.size()).clear();
            }
            case 'h', 'l' -> cursorShown = parameter.equals("?25") ? command == 'h' : cursorShown;
            default -> throw new IllegalArgumentException("ESC [ " + parameter + command);
        }
    }

    @Override
    public boolean isTerminal(Stream stream) {
        return true;
    }

    @Override
    public TerminalSize size() {
        return size;
    }

    @Override
    public dev.jcompose.cli.terminal.RawMode enterRawMode() {
        throw new UnsupportedOperationException("nobody types here");
    }
}
