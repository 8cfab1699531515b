package dev.mintmark.packages.root;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.PackageEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks paths as the kernel does inside of the image: through links, never above the root.
 * Directories that are missing on the way are made.
 */
final class Resolver {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final Limits limits;
  private final Node root = new Node("");
  private int nodes;
  private long text;

  Resolver(Limits limits) {
    this.limits = limits;
  }

  Node root() {
    return root;
  }

  /**
   * The node of a path, its last part not followed; made when it is missing.
   *
   * @param by who needs the directories on the way; null for the base
   * @throws PackageException (PKG-007, PKG-010, PKG-051)
   */
  Node at(Subject subject, String path, @Nullable Contribution by) {
    int slash = path.lastIndexOf('/');
    Node parent = slash < 0 ? root : directory(subject, path, path.substring(0, slash), by);
    return child(subject, path, parent, path.substring(slash + 1));
  }

  /**
   * The directory at a path, its last part followed as well; made when it is missing.
   *
   * @param path for errors: what is to be put there
   * @throws PackageException (PKG-007, PKG-010, PKG-051)
   */
  Node directory(Subject subject, String path, String way, @Nullable Contribution by) {
    List<Node> stack = new ArrayList<>(List.of(root));
    Deque<String> todo = new ArrayDeque<>(List.of(way.split("/")));
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (stack.size() > 1) {
          stack.removeLast();
        }
        continue;
      }
      Node next = child(subject, path, stack.getLast(), part);
      if (next.entry() instanceof PackageEntry.Symlink link) {
        if (++links > MAX_LINKS) {
          throw refuse(subject, path, "'" + next.path() + "' is a link that leads nowhere");
        }
        follow(link.target(), stack, todo);
      } else if (next.isFile()) {
        throw refuse(subject, path, "'" + next.path() + "' is a file, not a directory");
      } else {
        stack.add(next);
      }
    }
    stack.forEach(node -> node.wantedBy(by));
    return stack.getLast();
  }

  private static void follow(String target, List<Node> stack, Deque<String> todo) {
    if (target.startsWith("/")) {
      stack.subList(1, stack.size()).clear();
    }
    List.of(target.split("/")).reversed().forEach(todo::push);
  }

  private Node child(Subject subject, String path, Node parent, String name) {
    Node there = parent.children().get(name);
    if (there == null) {
      there = new Node(parent == root ? name : parent.path() + "/" + name);
      checkRoom(subject, path, there.path());
      parent.children().put(name, there);
    }
    return there;
  }

  private void checkRoom(Subject subject, String path, String made) {
    if (made.length() > limits.pathLength()) {
      throw subject.refuse(
          RefusalCode.PATH,
          path,
          "with links resolved its path has more than " + limits.pathLength() + " characters",
          "leave out the package that makes the links");
    }
    text += made.length();
    if (++nodes > 4L * limits.entries() || text > 4L * limits.textBytes()) {
      throw subject.refuse(
          RefusalCode.TOO_LARGE,
          path,
          "with it the image has more than " + nodes + " paths, or too long ones",
          "use fewer packages");
    }
  }

  private static PackageException refuse(Subject subject, String path, String found) {
    return subject.refuse(
        RefusalCode.NO_DIRECTORY,
        path,
        found,
        "leave one of the two packages out, or use another base");
  }
}
