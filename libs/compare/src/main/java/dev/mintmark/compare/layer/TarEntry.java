package dev.mintmark.compare.layer;

import dev.mintmark.content.Digest;
import java.util.SortedMap;

/**
 * One entry of a tar archive.
 *
 * @param path as written, pax and GNU long names included
 * @param size of the content in bytes
 * @param offset of the content in the archive
 * @param headerHash of all blocks of the header: tells that something else in them differs
 * @param cleanPadding whether the content is filled up with zeros
 */
record TarEntry(
    String path,
    Header header,
    long size,
    long offset,
    Digest content,
    long headerHash,
    boolean cleanPadding) {
  /**
   * What a header says besides name and size; many entries share one.
   *
   * @param fields by name, as shown
   */
  record Header(SortedMap<String, String> fields) {}
}
