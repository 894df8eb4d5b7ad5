package dev.reverb.examples.springboot;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the application served before Reverb came. */
@RestController
class HelloController {

    @GetMapping("/hello")
    String hello() {
        return "Hello";
    }
}
