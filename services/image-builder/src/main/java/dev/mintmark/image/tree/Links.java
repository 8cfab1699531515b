package dev.mintmark.image.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Walks paths of an image as its kernel would: through links, never above the root. */
public final class Links {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private Links() {}

  /** What a path leads to, its last part followed, too; empty when it leads nowhere. */
  public static Optional<TreeEntry> follow(ImageTree tree, String path) {
    List<String> stack = new ArrayList<>();
    Deque<String> todo = new ArrayDeque<>(List.of(path.split("/")));
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (!stack.isEmpty()) {
          stack.removeLast();
        }
        continue;
      }
      stack.add(part);
      Optional<TreeEntry> there = tree.at(String.join("/", stack));
      if (there.isEmpty()) {
        return Optional.empty();
      }
      TreeEntry entry = there.get();
      if (entry.kind() == TreeEntry.Kind.SYMLINK) {
        if (++links > MAX_LINKS) {
          return Optional.empty();
        }
        stack.removeLast();
        if (entry.target().startsWith("/")) {
          stack.clear();
        }
        List.of(entry.target().split("/")).reversed().forEach(todo::push);
      } else if (entry.kind() == TreeEntry.Kind.FILE && !todo.isEmpty()) {
        return Optional.empty();
      }
    }
    return tree.at(String.join("/", stack));
  }
}
