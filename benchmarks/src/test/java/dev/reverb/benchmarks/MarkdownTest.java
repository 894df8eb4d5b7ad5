package dev.reverb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void writesATable() {
        Markdown table = new Markdown("what", "a", "b", "c");
        table.row("x", 1, 1_234_567.4, 0.126);
        assertThat(table)
                .hasToString("| what | a | b | c |\n| --- | --- | --- | --- |\n| x | 1 | 1 234 567 | 0.13 |\n");
    }
}
