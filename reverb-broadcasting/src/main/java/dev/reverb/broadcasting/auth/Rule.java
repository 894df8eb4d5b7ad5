package dev.reverb.broadcasting.auth;

import java.util.List;

/**
 * A registered rule.
 *
 * @param guards who finds the user, in this order
 * @param handler what decides, for those who read the list of rules
 */
record Rule(ChannelPattern pattern, List<String> guards, AsyncChannelRule callback, String handler) {

    RuleDescription description() {
        return new RuleDescription(pattern.toString(), guards, handler);
    }
}
