package org.holdfast.client.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table for the terminal: columns as wide as their widest cell, two blanks in between. */
final class TextTable {

    private final int columns;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        columns = header.length;
        rows.add(List.of(header));
    }

    /** Adds a row of as many cells as the header has. */
    void add(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells (expected: " + columns + ")");
        }
        rows.add(List.of(cells));
    }

    void print(PrintStream out) {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
