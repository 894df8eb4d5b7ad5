package dev.reverb.examples.shop;

import dev.reverb.test.browser.Tab;
import java.util.List;

/** The shop's page, as somebody uses it. What a developer would call on Echo is run as script, and noted. */
final class ShopPage {

    private static final String NOTES = """
            window.notes = {};
            window.note = (name) => (value) => (notes[name] ??= []).push(JSON.parse(JSON.stringify(value ?? null)));
            window.count = (name) => notes[name]?.length ?? 0;
            """;

    private final Tab tab;

    ShopPage(Tab tab) {
        this.tab = tab;
        tab.run(NOTES);
        tab.await("window.echo?.socketId()");
        awaitText("#connection", "open");
    }

    // ---- what a customer does ----

    ShopPage signIn(String name) {
        tab.type("#login input", name);
        tab.click("#login button");
        awaitText("#name", name);
        tab.await("document.getElementById('members').textContent.includes('" + name + "')");
        return this;
    }

    /** Orders the first product, and waits until the page listens to the order's channels. */
    long order() {
        int before = texts("#orders li").size();
        tab.click("#products li:first-child button:last-of-type");
        tab.await("document.querySelectorAll('#orders li').length > " + before);
        long id = ((Number) tab.get("Number(document.querySelector('#orders li:last-child').id.split('-')[1])"))
                .longValue();
        awaitSubscribed("private-orders." + id);
        awaitSubscribed("private-encrypted-payments." + id);
        return id;
    }

    void pay(long order) {
        tab.click("#order-" + order + " button");
    }

    void intoBasket() {
        tab.click("#products li:first-child button");
    }

    void say(String text) {
        tab.type("#chat input", text);
        tab.click("#chat button");
    }

    void type(String text) {
        tab.type("#chat input", text);
    }

    void click(String selector) {
        tab.click(selector);
    }

    // ---- what a customer sees ----

    void awaitText(String selector, String text) {
        tab.await("document.querySelector('" + selector + "')?.textContent === '" + text + "'");
    }

    void awaitLine(String list, String text) {
        tab.await("[...document.querySelectorAll('" + list + " li')].some((line) => line.textContent === '" + text
                + "')");
    }

    String text(String selector) {
        return texts(selector).get(0);
    }

    List<String> texts(String selector) {
        return tab.texts(selector);
    }

    // ---- what a developer calls ----

    void run(String script) {
        tab.run(script);
    }

    Object get(String expression) {
        return tab.get(expression);
    }

    void await(String condition) {
        tab.await(condition);
    }

    Object awaitNote(String name) {
        return tab.awaitNote(name);
    }

    List<Object> notes(String name) {
        return tab.notes(name);
    }

    void awaitSubscribed(String channel) {
        tab.await("echo.connector.pusher.channel('" + channel + "')?.subscribed");
    }

    /** The names of the channels that Echo holds. */
    Object channels() {
        return tab.get("Object.keys(echo.connector.channels).sort().join(' ')");
    }

    List<String> console() {
        return tab.console();
    }
}
