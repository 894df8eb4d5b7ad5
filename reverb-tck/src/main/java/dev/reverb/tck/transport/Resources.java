package dev.reverb.tck.transport;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process holds that a leak makes grow.
 *
 * @param fileDescriptors how many are open, or 0 where the system does not tell
 * @param bufferBytes memory in direct buffers
 */
record Resources(long fileDescriptors, long bufferBytes) {

    /** What may come and go beside the connections: pools, selectors, classes, sockets about to be closed. */
    private static final Resources SLACK = new Resources(40, 16 << 20);

    static Resources held() {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Resources(descriptors, buffers);
    }

    /** Whether as much is held as before, more or less. */
    boolean isLike(Resources before) {
        return fileDescriptors <= before.fileDescriptors + SLACK.fileDescriptors
                && bufferBytes <= before.bufferBytes + SLACK.bufferBytes;
    }
}
