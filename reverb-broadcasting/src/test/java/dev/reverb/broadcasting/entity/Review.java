package dev.reverb.broadcasting.entity;

import dev.reverb.broadcasting.Channel;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.List;
import java.util.Map;

/** An entity that says everything of its broadcasts, and has an id of a database's own kind. */
@Entity
@EntityListeners(BroadcastEntityListener.class)
public class Review implements BroadcastsEvents {

    @Id
    private String code;

    private int stars;

    @ManyToOne(fetch = FetchType.LAZY)
    private Post post;

    Review() {}

    Review(String code, int stars, Post post) {
        this.code = code;
        this.stars = stars;
        this.post = post;
    }

    void setStars(int stars) {
        this.stars = stars;
    }

    @Override
    public List<?> broadcastOn(EntityOperation operation) {
        return operation == EntityOperation.DELETED ? List.of() : List.of(this, post, new Channel("reviews"));
    }

    @Override
    public String broadcastAs(EntityOperation operation) {
        return operation == EntityOperation.CREATED ? "review.posted" : null;
    }

    @Override
    public Object broadcastWith(EntityOperation operation) {
        return Map.of("stars", stars);
    }

    @Override
    public String broadcastChannel() {
        return "reviews." + code;
    }
}
