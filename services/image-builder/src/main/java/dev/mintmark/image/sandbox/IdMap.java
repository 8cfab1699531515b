package dev.mintmark.image.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which users outside the users of a sandbox are. For root they are nobody's, far above any real
 * user; for anyone else root is the caller himself, and the others his subordinate ids.
 */
sealed interface IdMap {
  /** As many users as a sandbox has. */
  int COUNT = 65_536;

  /** Makes them the users of a process's new user namespace. */
  void apply(long pid) throws IOException, SandboxException;

  /** Gives a folder to the sandbox's root. */
  void give(Path folder) throws IOException;

  /** The one that this process may use. */
  static IdMap ofThisProcess() throws IOException {
    int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return user == 0 ? new OfRoot() : new OfUser(user, System.getProperty("user.name", ""));
  }

  /** Nobody's ids: above those that systemd gives to containers, below 2^31. */
  record OfRoot() implements IdMap {
    private static final int FIRST = 1_900_000_000;

    @Override
    public void apply(long pid) throws IOException {
      byte[] line = ("0 " + FIRST + " " + COUNT + "\n").getBytes(US_ASCII);
      Files.write(Path.of("/proc/" + pid + "/uid_map"), line);
      Files.write(Path.of("/proc/" + pid + "/gid_map"), line);
    }

    @Override
    public void give(Path folder) throws IOException {
      Files.setAttribute(folder, "unix:uid", FIRST);
      Files.setAttribute(folder, "unix:gid", FIRST);
    }
  }

  /** Whatever {@code /etc/subuid} and {@code /etc/subgid} give to the user. */
  record OfUser(int user, String name) implements IdMap {
    @Override
    public void apply(long pid) throws IOException, SandboxException {
      int group = (int) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
      map("newuidmap", pid, user, first(Path.of("/etc/subuid")));
      map("newgidmap", pid, group, first(Path.of("/etc/subgid")));
    }

    @Override
    public void give(Path folder) {
      // It is his already.
    }

    private long first(Path file) throws IOException, SandboxException {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      for (String line : lines) {
        String[] parts = line.split(":", -1);
        boolean own = parts[0].equals(name) || parts[0].equals(Integer.toString(user));
        if (own && parts.length == 3 && parts[1].matches("[0-9]{1,10}")) {
          if (parts[2].matches("[0-9]{1,10}") && Long.parseLong(parts[2]) >= COUNT - 1) {
            return Long.parseLong(parts[1]);
          }
        }
      }
      throw new SandboxException(file + " gives the user " + COUNT + " ids nowhere");
    }

    private static void map(String helper, long pid, int own, long first)
        throws IOException, SandboxException {
      List<String> command = new ArrayList<>(List.of(helper, Long.toString(pid)));
      command.addAll(List.of("0", Integer.toString(own), "1"));
      command.addAll(List.of("1", Long.toString(first), Integer.toString(COUNT - 1)));
      Process process = Commands.start(Path.of("/"), command);
      String said = new String(process.getInputStream().readNBytes(1 << 10), US_ASCII).strip();
      if (Commands.exit(process) != 0) {
        throw new SandboxException(helper + " says: " + said);
      }
    }
  }
}
