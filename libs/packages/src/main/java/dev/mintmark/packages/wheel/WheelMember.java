package dev.mintmark.packages.wheel;

import dev.mintmark.content.Digest;
import dev.mintmark.packages.entry.Content;

/**
 * A file of a wheel that is as RECORD says.
 *
 * @param path in the wheel
 * @param executable whether the zip has any of its execute bits
 * @param row of RECORD
 */
record WheelMember(
    String path, boolean executable, long size, Digest digest, RecordRow row, Content content) {}
