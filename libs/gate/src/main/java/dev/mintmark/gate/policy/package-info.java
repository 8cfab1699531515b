/**
 * What an operator wants of a rollout: stages, and what a release must show to pass them. Read
 * strictly; a policy that nothing could ever pass is refused.
 */
@NullMarked
package dev.mintmark.gate.policy;

import org.jspecify.annotations.NullMarked;
