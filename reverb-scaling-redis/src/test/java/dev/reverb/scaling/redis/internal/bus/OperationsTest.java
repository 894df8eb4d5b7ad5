package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OperationsTest {

    private static final Bucket BUCKET = new KeySpace("reverb").bucket("app", 1);
    private static final Bucket OTHER = new KeySpace("reverb").bucket("app", 2);

    private final Operations operations = new Operations();
    private final List<Long> numbers = new ArrayList<>();

    @Test
    void numbersAscendingWhateverTheBucket() {
        answered(BUCKET);
        answered(OTHER);
        answered(BUCKET);

        assertThat(numbers).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aBucketIsWholeWhereRedisKnowsTheLastChange() {
        assertThat(operations.isWhole(BUCKET, 0)).as("nothing was changed").isTrue();
        answered(BUCKET);
        answered(BUCKET);

        assertThat(operations.isWhole(BUCKET, 2)).isTrue();
        assertThat(operations.isWhole(BUCKET, 1)).isFalse();
        assertThat(operations.isWhole(BUCKET, 0)).isFalse();
    }

    @Test
    void aBucketIsNotWholeWhileAChangeIsUnderWayNorAfterItHasFailed() {
        CompletableFuture<Long> change = new CompletableFuture<>();
        operations.number(BUCKET, number -> change);
        assertThat(operations.isWhole(BUCKET, 1)).isFalse();

        change.completeExceptionally(new IllegalStateException("on purpose"));

        assertThat(operations.isWhole(BUCKET, 1)).isFalse();
        operations.forget(BUCKET);
        answered(BUCKET);
        assertThat(operations.isWhole(BUCKET, 2)).isTrue();
    }

    private void answered(Bucket bucket) {
        operations.number(bucket, number -> {
            numbers.add(number);
            return CompletableFuture.completedFuture(number);
        });
    }
}
