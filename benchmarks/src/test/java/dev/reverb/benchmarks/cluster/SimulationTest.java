package dev.reverb.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {

    private static final int CONNECTIONS = 3_000;

    /** Every subscription an object, every event sent one by one. */
    private static final class BruteForce {
        final List<Set<Integer>> topics = new ArrayList<>();
        final List<List<Integer>> clients = new ArrayList<>();
        final double[] messages;
        final double[] deliveries;
        double publishes;

        BruteForce(int nodes) {
            for (int node = 0; node < nodes; node++) {
                topics.add(new HashSet<>());
                clients.add(new ArrayList<>());
            }
            messages = new double[nodes];
            deliveries = new double[nodes];
        }

        void run(List<Channels> mix, Placement placement) {
            int name = 0;
            for (Channels channels : mix) {
                for (int channel = 0; channel < channels.count(); channel++, name++) {
                    for (int member : members(channels, channel)) {
                        topics.get(placement.node(member)).add(name);
                        clients.get(placement.node(member)).add(name);
                    }
                    publish(name, channels.rate(channel));
                }
            }
        }

        private void publish(int name, double rate) {
            publishes += rate;
            for (int node = 0; node < messages.length; node++) {
                if (topics.get(node).contains(name)) {
                    messages[node] += rate;
                    for (int subscribed : clients.get(node)) {
                        deliveries[node] += subscribed == name ? rate : 0;
                    }
                }
            }
        }
    }

    private static Set<Integer> members(Channels channels, int channel) {
        Set<Integer> members = new HashSet<>();
        long member = channels.firstMember(channel);
        for (int i = 0; i < channels.size(channel); i++) {
            members.add((int) member);
            member = (member + channels.stride()) % channels.connections();
        }
        return members;
    }

    @ParameterizedTest
    @EnumSource
    void addsUpWhatEverySingleEventCosts(Mix mix) {
        Placement placement = new Placement(7, 1);
        List<Channels> channels = mix.channels(CONNECTIONS);
        Traffic traffic = Simulation.run(channels, placement);
        BruteForce expected = new BruteForce(7);
        expected.run(channels, placement);

        assertThat(traffic.publishes()).isCloseTo(expected.publishes, within(1e-6));
        assertThat(traffic.messages()).containsExactly(expected.messages, within(1e-6));
        assertThat(traffic.deliveries()).containsExactly(expected.deliveries, within(1e-6));
        for (int node = 0; node < 7; node++) {
            assertThat(traffic.topics()[node])
                    .isEqualTo(expected.topics.get(node).size());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,40", "2,8", "10,32", "50,100", "300,1000", "500,3"})
    void interestFollowsTheFormula(int size, int nodes) {
        int channels = 60_000 / size;
        Traffic traffic = Simulation.run(List.of(Channels.groups(channels * size, size, 1)), new Placement(nodes, 42));
        double expected = Placement.expectedInterest(size, nodes);

        // Several times the deviation that so many channels leave; the seed is fixed.
        assertThat(traffic.sent() / channels).isCloseTo(expected, within(0.01 * expected));
    }

    @Test
    void theFormulaIsThatOfDrawingNodes() {
        assertThat(Placement.expectedInterest(1, 9)).isCloseTo(1, within(1e-9));
        assertThat(Placement.expectedInterest(2, 4)).isCloseTo(4 * (1 - 0.75 * 0.75), within(1e-9));
        assertThat(Placement.expectedInterest(3, 1)).isCloseTo(1, within(1e-9));
        assertThat(Placement.expectedInterest(10_000_000, 1_000)).isCloseTo(1_000, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void aNodeIsNeverSentMoreThanItDelivers(Mix mix) {
        Traffic traffic = Simulation.run(mix.channels(CONNECTIONS), new Placement(30, 5));
        for (int node = 0; node < 30; node++) {
            assertThat(traffic.messages()[node]).isLessThanOrEqualTo(traffic.deliveries()[node] + 1e-9);
            assertThat(traffic.messages()[node]).isLessThanOrEqualTo(traffic.publishes() + 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POPULAR")
    void withWhatAClientReceivesStayingTheSameANodesTrafficSettles(Mix mix) {
        double at200 = ClusterTraffic.traffic(mix, 200 * 500, 200).messagesPerNode();
        double at400 = ClusterTraffic.traffic(mix, 400 * 500, 400).messagesPerNode();

        assertThat(at400).isLessThan(1.2 * at200);
    }

    @Test
    void whereClientsReceiveMoreTheLargerTheClusterIsItDoesNot() {
        double at200 = ClusterTraffic.traffic(Mix.POPULAR, 200 * 500, 200).messagesPerNode();
        double at400 = ClusterTraffic.traffic(Mix.POPULAR, 400 * 500, 400).messagesPerNode();

        assertThat(at400).isGreaterThan(1.6 * at200);
    }

    @Test
    void placesConnectionsEvenly() {
        int[] counts = new int[10];
        Placement placement = new Placement(10, 3);
        for (int connection = 0; connection < 100_000; connection++) {
            counts[placement.node(connection)]++;
        }
        assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(9_700, 10_300));
    }
}
