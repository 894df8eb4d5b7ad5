package dev.reverb.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the shop; the starter, on the class path, adds Reverb to it. */
@SpringBootApplication
public class ShopApplication {

    /**
     * Serves until it is told to stop.
     *
     * @param arguments properties of Spring Boot, such as {@code --server.port=8081}
     */
    public static void main(String... arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }
}
