package dev.reverb.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1.0, 1.2})
    void sizesFollowZipfAndAddUp(double exponent) {
        int[] sizes = Topics.sizes(1_000_000, 10_000, exponent, 1);

        // With one choice each nothing counts twice: every connection is in exactly one topic.
        assertThat(Arrays.stream(sizes).sum()).isEqualTo(1_000_000);
        assertThat((double) sizes[0] / sizes[9])
                .isBetween(Math.pow(10, exponent) * 0.99, Math.pow(10, exponent) * 1.01);
    }

    @Test
    void whoChoosesATopicTwiceIsInItOnce() {
        assertThat(Topics.sizes(1_000, 1, 1.0, 5)).containsExactly(1_000);
        assertThat(Arrays.stream(Topics.sizes(1_000, 10, 1.0, 5)).sum()).isLessThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, 999, 1_000, 65_536, 99_991})
    void membersAreDistinctForAnyNumberOfConnections(int connections) {
        Channels topics = Topics.uniform(connections, 3, 1.0, 5, 1);
        for (int topic = 0; topic < topics.count(); topic++) {
            Set<Long> members = new HashSet<>();
            long member = topics.firstMember(topic);
            for (int i = 0; i < topics.size(topic); i++) {
                members.add(member);
                member = (member + topics.stride()) % connections;
            }
            assertThat(members).hasSize(topics.size(topic)).allMatch(m -> m >= 0 && m < connections);
        }
    }

    @Test
    void popularTopicsArePublishedToMore() {
        Topics topics = Topics.byPopularity(1_000, 10, 1.0, 2, 0.5);
        assertThat(topics.rate(3)).isEqualTo(topics.size(3) * 0.5);
        assertThat(topics.rate(0)).isGreaterThan(topics.rate(9));
    }
}
