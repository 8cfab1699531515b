package dev.mintmark.inventory.reader;

import java.util.Iterator;

/**
 * The lines of a text, one at a time: a list of eight megabytes of short ones would take twenty
 * times as much.
 */
record Lines(String text) implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return text.lines().iterator();
  }
}
