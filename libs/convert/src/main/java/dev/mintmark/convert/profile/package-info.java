/** What a target's profile asks of a model: rungs to try, and limits that are checked before. */
@NullMarked
package dev.mintmark.convert.profile;

import org.jspecify.annotations.NullMarked;
