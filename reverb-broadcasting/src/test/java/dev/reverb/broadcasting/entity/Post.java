package dev.reverb.broadcasting.entity;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** An entity that says nothing of its broadcasts, and can be trashed. */
@Entity
@EntityListeners(BroadcastEntityListener.class)
public class Post implements SoftDeletes {

    @Id
    @GeneratedValue
    private Long id;

    private String title;
    private boolean removed;

    Post() {}

    Post(String title) {
        this.title = title;
    }

    public Long getId() {
        return id;
    }

    public String getTitle() {
        return title;
    }

    void setTitle(String title) {
        this.title = title;
    }

    void setRemoved(boolean removed) {
        this.removed = removed;
    }

    @Override
    public boolean trashed() {
        return removed;
    }
}
