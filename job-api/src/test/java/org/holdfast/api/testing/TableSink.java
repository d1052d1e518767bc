package org.holdfast.api.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

/** A sink that keeps its contract, but for at most one flaw. */
final class TableSink implements Sink<Integer> {

    /** Where the records go: transactions by name. */
    static final class Table {

        private final Map<String, List<Integer>> staged = new HashMap<>();
        private final Map<String, List<Integer>> visible = new HashMap<>();

        List<Integer> rows() {
            return visible.values().stream().flatMap(List::stream).toList();
        }
    }

    /** What may be wrong with a sink. */
    enum Flaw {
        NONE,
        SHOWS_WHAT_IS_WRITTEN,
        SHOWS_WHAT_IS_STAGED,
        SHOWS_WHAT_IS_STAGED_WHEN_CLOSED,
        COMMITS_WHAT_OTHER_ATTEMPTS_LEFT,
        ADDS_ROWS_WITH_EVERY_COMMIT,
        FAILS_IF_COMMITTED_BEFORE,
        LOSES_THE_LAST_RECORD,
        STAGES_ONE_TRANSACTION_LATE,
        STAGES_WHAT_WAS_WRITTEN_MEANWHILE,
        STAGES_IN_MEMORY,
        DROPS_WHAT_OTHERS_STAGED,
        DROPS_MORE_THAN_IS_ABORTED,
        NUMBERS_TRANSACTIONS_BY_ATTEMPT_ONLY,
        IGNORES_THE_JOB_IN_NAMES,
        IGNORES_THE_SUBTASK_IN_NAMES,
        COMMITS_ONLY_ITS_OWN
    }

    private final Table table;
    private final Flaw flaw;

    /** What {@link Flaw#STAGES_IN_MEMORY} uses for the table. */
    private final Map<String, List<Integer>> own = new HashMap<>();

    TableSink(Table table, Flaw flaw) {
        this.table = table;
        this.flaw = flaw;
    }

    private Map<String, List<Integer>> staged() {
        return flaw == Flaw.STAGES_IN_MEMORY ? own : table.staged;
    }

    @Override
    public SinkWriter<Integer> writer(OperatorContext context) {
        if (flaw == Flaw.DROPS_WHAT_OTHERS_STAGED) {
            staged().clear();
        }
        if (flaw == Flaw.COMMITS_WHAT_OTHER_ATTEMPTS_LEFT) {
            table.visible.putAll(staged());
        }
        return new Writer(context);
    }

    @Override
    public SinkCommitter committer(OperatorContext context) {
        return new Committer(context);
    }

    private final class Writer implements SinkWriter<Integer> {

        private final OperatorContext context;
        private List<Integer> rows = new ArrayList<>();
        private List<Integer> before = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        Writer(OperatorContext context) {
            this.context = context;
        }

        @Override
        public void write(Integer value) {
            rows.add(value);
            if (flaw == Flaw.SHOWS_WHAT_IS_WRITTEN) {
                table.visible.put("row " + value, List.of(value));
            }
        }

        @Override
        public Staging prepare(long checkpoint) {
            String name = name(checkpoint);
            names.add(name);
            List<Integer> transaction = flaw == Flaw.STAGES_ONE_TRANSACTION_LATE ? before : rows;
            before = rows;
            if (flaw != Flaw.STAGES_WHAT_WAS_WRITTEN_MEANWHILE) {
                rows = new ArrayList<>();
            }
            if (flaw == Flaw.LOSES_THE_LAST_RECORD && !transaction.isEmpty()) {
                transaction.remove(transaction.size() - 1);
            }
            return () -> {
                staged().put(name, List.copyOf(transaction));
                if (flaw == Flaw.STAGES_WHAT_WAS_WRITTEN_MEANWHILE) {
                    transaction.clear();
                }
                if (flaw == Flaw.SHOWS_WHAT_IS_STAGED) {
                    table.visible.put(name, staged().remove(name));
                }
                return List.of(name);
            };
        }

        private String name(long checkpoint) {
            String job = context.jobId();
            int subtask = context.subtaskIndex();
            int attempt = context.attempt();
            return switch (flaw) {
                case NUMBERS_TRANSACTIONS_BY_ATTEMPT_ONLY -> job + subtask + "/" + names.size();
                case IGNORES_THE_JOB_IN_NAMES -> subtask + "/" + attempt + "/" + checkpoint;
                case IGNORES_THE_SUBTASK_IN_NAMES -> job + "/" + attempt + "/" + checkpoint;
                default -> job + "/" + subtask + "/" + attempt + "/" + checkpoint;
            };
        }

        @Override
        public void close() {
            if (flaw == Flaw.SHOWS_WHAT_IS_STAGED_WHEN_CLOSED) {
                names.stream().filter(staged()::containsKey).forEach(TableSink.this::show);
            }
        }
    }

    private void show(String name) {
        List<Integer> rows = staged().remove(name);
        if (rows != null) {
            table.visible.putIfAbsent(name, rows);
        }
    }

    private final class Committer implements SinkCommitter {

        private final OperatorContext context;

        Committer(OperatorContext context) {
            this.context = context;
        }

        @Override
        public void commit(String name) throws IOException {
            boolean committed = table.visible.containsKey(name);
            if (flaw == Flaw.FAILS_IF_COMMITTED_BEFORE && committed) {
                throw new IOException(name + " was committed before");
            }
            if (flaw == Flaw.COMMITS_ONLY_ITS_OWN
                    && !name.startsWith(context.jobId() + "/" + context.subtaskIndex())) {
                return;
            }
            if (flaw == Flaw.ADDS_ROWS_WITH_EVERY_COMMIT && committed) {
                table.visible.put(name + " again", table.visible.get(name));
            }
            show(name);
        }

        @Override
        public void abort(String name) {
            if (flaw == Flaw.DROPS_MORE_THAN_IS_ABORTED) {
                staged().clear();
            }
            staged().remove(name);
        }
    }
}
