package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured. Each gives one line of the table, or a few. */
enum Row {
    FANOUT(LoadMeasurement.delivery("fan-out to 1 000", "fanout", "--conns", "1000")),
    FANOUT5000(LoadMeasurement.delivery("fan-out to 5 000", "fanout", "--conns", "5000")),
    WINDOW8(LoadMeasurement.delivery(
            "fan-out to 1 000, 8 events outstanding", "fanout", "--conns", "1000", "--window", "8")),
    MANY(LoadMeasurement.delivery(
            "10 channels of 100, 10 publishers, 80 events outstanding",
            "many",
            "--conns",
            "1000",
            "--channels",
            "10",
            "--window",
            "80",
            "--http-conns",
            "10")),
    BATCH8(LoadMeasurement.delivery("fan-out to 1 000, batches of 8", "fanout", "--conns", "1000", "--batch", "8")),
    PUBLISHERS8(LoadMeasurement.delivery(
            "fan-out to 1 000, 8 publishers, 16 events outstanding",
            "fanout",
            "--conns",
            "1000",
            "--publishers",
            "8",
            "--window",
            "16")),
    HTTP(new LoadMeasurement(
            "publish to nobody, 8 connections, µs per request", "server_us_per_request", "http", "--http-conns", "8")),
    WHISPER(new LoadMeasurement(
            "client event between 100 pairs, µs per message", "server_us_per_message", "whisper", "--conns", "200")),
    CONNECT(LoadMeasurement.untimed(
            "connect and subscribe, µs",
            "server_us_per_connect",
            "idle",
            "--conns",
            "5000",
            "--subscribe",
            "--settle",
            "1")),
    CHURN(new LoadMeasurement("connect, subscribe, close, µs", "server_us_per_cycle", "churn", "--conns", "1000")),
    HEAP(new HeapMeasurement()),
    IDLE(new IdleMeasurement()),
    LATENCY(new LatencyMeasurement()),
    ALLOCATION(new AllocationMeasurement());

    private final Measurement measurement;

    Row(Measurement measurement) {
        this.measurement = measurement;
    }

    /** Measures, and adds lines to the results. */
    void measure(Bench bench, Results results) throws IOException, InterruptedException {
        measurement.measure(bench, results);
    }

    static String names() {
        return Arrays.stream(values()).map(Row::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
