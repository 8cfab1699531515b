package dev.mintmark.compare.difference;

/**
 * A known reason why the same work gives other bytes. A cause is only said where the evidence fits;
 * ids never change their meaning. {@code docs/rebuild-differences.md} lists them.
 */
public enum Cause {
  MTIME("mtime", "a file's modification time got in: it is not the request's epoch"),
  FILE_ORDER("file-order", "the same files come in another order, as a folder listing gives them"),
  KEY_ORDER("key-order", "the same keys or elements come in another order, as a hash map's do"),
  MODE("mode", "permission bits differ, as another umask makes them"),
  OWNER("owner", "the numbers or names of the file's owner differ: those of who ran the build"),
  COMPRESSOR("compressor", "the content is the same, but another deflate compressed it"),
  GZIP_HEADER("gzip-header", "the gzip header tells of a time, a file name, a level or a system"),
  LOCALE("locale", "a number or a month is written in the way of another locale"),
  TIME_ZONE("time-zone", "the same moment, or one that is whole quarter hours off: another zone"),
  TIMESTAMP("timestamp", "a clock got in: the values are different moments"),
  HOST_NAME("host-name", "the name of a host or a folder of one machine got in"),
  THREAD_COUNT(
      "thread-count",
      "floating point values differ in their last bits only, as sums do with more or fewer threads"),
  LINE_ENDS("line-ends", "the same lines end in another way"),
  FLOAT_ROUNDING("float-rounding", "the same number was rounded to other digits or the other way"),
  PADDING("padding", "only filling bytes or blanks at an end differ");

  private final String id;
  private final String text;

  Cause(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /** Stable: in JSON, in events and in the docs. */
  public String id() {
    return id;
  }

  /** One clause for people. */
  public String text() {
    return text;
  }
}
