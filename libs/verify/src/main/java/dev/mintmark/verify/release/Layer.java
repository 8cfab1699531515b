package dev.mintmark.verify.release;

import dev.mintmark.content.Digest;

/**
 * One layer of the image.
 *
 * @param blob as it is fetched, compressed
 * @param diffId of the tar in it
 */
public record Layer(Blob blob, Digest diffId) {}
