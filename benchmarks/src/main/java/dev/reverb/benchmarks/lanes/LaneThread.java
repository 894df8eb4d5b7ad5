package dev.reverb.benchmarks.lanes;

import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.LaneTasks;
import java.util.concurrent.locks.LockSupport;

/** A lane on a thread of its own that sleeps while there is nothing to do, as a selector does. */
final class LaneThread implements Lane {

    private final LaneTasks tasks = new LaneTasks();
    private final Thread thread;
    private volatile boolean asked;
    private volatile boolean stopped;

    LaneThread(int number) {
        thread = new Thread(this::loop, "lane-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        while (!stopped) {
            if (asked) {
                asked = false;
                if (tasks.runTurn()) {
                    asked = true;
                }
            } else {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        if (tasks.add(task)) {
            asked = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread() == thread;
    }

    void stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
