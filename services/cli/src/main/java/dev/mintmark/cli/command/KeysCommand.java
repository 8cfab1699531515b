package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.keys.KeyList;
import dev.mintmark.cli.keys.KeySets;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.verify.keyset.KeyRole;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about keys and the key set. */
@Command(
    name = "keys",
    header = "Make, import, rotate, revoke and list keys, in a key set that root keys sign.",
    description = {
      "A key set says which key may vouch for what: release, evidence, verdict or deploy. Whoever"
          + " pins the root key believes the newest set that it signed, and none older.",
      "Keep root.key where no network leads: it signs changes of the set and nothing else.",
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark keys list",
      "  mintmark keys create root --keys keys/ && mintmark keys create release --keys keys/",
      "  mintmark keys rotate release --last face-detect:v1.4.0",
      "  mintmark keys revoke release-until-3 --reason 'left on a train'",
    })
final class KeysCommand {
  private static final String ROOT = "root";

  private final World world;
  @Mixin private final Common common = new Common();

  KeysCommand(World world) {
    this.world = world;
  }

  @Command(
      name = "create",
      header = "Make a key and add it to the key set; with the role root, make the key set.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark keys create root --keys keys/ --encrypt",
        "  mintmark keys create root --keys keys/ --roots 3 --threshold 2",
        "  mintmark keys create release --keys keys/",
      })
  int create(
      @Mixin Common options,
      @Mixin KeyOptions keys,
      @Parameters(paramLabel = "ROLE", description = "root, release, evidence, verdict, deploy")
          String role,
      @Option(names = "--name", paramLabel = "NAME", description = "Of the files (default: ROLE).")
          @Nullable String name,
      @Option(names = "--roots", paramLabel = "N", defaultValue = "1", description = "Root keys.")
          int roots,
      @Option(
              names = "--threshold",
              paramLabel = "N",
              defaultValue = "1",
              description = "How many root keys must sign.")
          int threshold) {
    KeySets sets = keys.keySets(world);
    if (role.equals(ROOT)) {
      if (name != null || roots < 1 || roots > 16 || threshold < 1 || threshold > roots) {
        throw usage(
            "cannot make %d root keys with a threshold of %d: 1 to 16 keys, at most as many must sign; they have no --name"
                .formatted(roots, threshold));
      }
      return show(options, keys, sets.createRoot(roots, threshold, keys.encryption(world)));
    }
    KeyRole of = role(role);
    return show(options, keys, sets.create(of, name(name, role), keys.encryption(world)));
  }

  @Command(
      name = "import",
      header = "Add a key that was made elsewhere to the key set.",
      description = {
        "FILE is PEM (PKCS#8, also encrypted), a cosign.key, a file that says where a key is in a"
            + " PKCS#11 token, or, named *.pub, a public key whose private half stays elsewhere. The"
            + " private half is written as PKCS#8, encrypted with --encrypt only: services read"
            + " keys without a password.",
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark keys import release cosign.key --name second",
        "  mintmark keys import evidence partner.pub",
      })
  int importKey(
      @Mixin Common options,
      @Mixin KeyOptions keys,
      @Parameters(
              index = "0",
              paramLabel = "ROLE",
              description = "release, evidence, verdict, deploy")
          String role,
      @Parameters(index = "1", paramLabel = "FILE", description = "The key.") Path file,
      @Option(names = "--name", paramLabel = "NAME", description = "Of the files (default: ROLE).")
          @Nullable String name) {
    KeyRole of = role(role);
    return show(
        options,
        keys,
        keys.keySets(world)
            .add(of, name(name, role), world.folder().resolve(file), keys.encryption(world)));
  }

  @Command(
      name = "rotate",
      header = "Make a key that signs in place of the role's present ones, which retire.",
      description = {
        "What a retired key signed stays good; with --last only up to that version of that"
            + " release, and nothing of others. A new root key is signed by the old one, too: who"
            + " pins either follows. A running signer keeps its key until it is started again.",
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark keys rotate release --last face-detect:v1.4.0",
        "  mintmark keys rotate root",
      })
  int rotate(
      @Mixin Common options,
      @Mixin KeyOptions keys,
      @Parameters(paramLabel = "ROLE", description = "root, release, evidence, verdict, deploy")
          String role,
      @Option(
              names = "--last",
              paramLabel = "NAME:VERSION",
              description = "The last release that the retired key vouches for; one for each name.")
          @Nullable List<ReleaseName> last) {
    KeySets sets = keys.keySets(world);
    if (role.equals(ROOT)) {
      if (last != null) {
        throw usage("cannot rotate root with --last: root keys vouch for no release");
      }
      return show(options, keys, sets.rotateRoot(keys.encryption(world)));
    }
    KeyRole of = role(role);
    return show(options, keys, sets.rotate(of, bounds(last), keys.encryption(world)));
  }

  @Command(
      name = "revoke",
      header = "Believe a key no more, whatever it signed.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark keys revoke release-until-3 --reason 'left on a train'")
  int revoke(
      @Mixin Common options,
      @Mixin KeyOptions keys,
      @Parameters(paramLabel = "KEY", description = "Its id, name, or file of its public half.")
          String key,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why; printable ASCII, goes into the set.")
          String reason) {
    return show(options, keys, keys.keySets(world).revoke(key, reason));
  }

  @Command(
      name = "list",
      header = "Verify the key set and show its keys.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark keys list --keys keys/ --root root.pub")
  int list(
      @Mixin Common options,
      @Option(
              names = "--keys",
              paramLabel = "DIR",
              description = "Folder of the keys and the key set (default: the stack's).")
          @Nullable Path folder,
      @Option(
              names = "--root",
              paramLabel = "FILE",
              description = "Public root key that must have signed it (default: the folder's).")
          @Nullable List<Path> roots) {
    Console console = world.console(options.json());
    List<Path> pins =
        roots == null ? List.of() : roots.stream().map(world.folder()::resolve).toList();
    KeyList keys =
        KeyList.of(folder == null ? world.home().keys() : world.folder().resolve(folder), pins);
    console.result(keys.json());
    console.print(keys.table());
    console.print(
        "version %d of the key set holds: %d of %d root keys must sign%s"
            .formatted(
                keys.set().version(),
                keys.set().root().threshold(),
                keys.set().root().keys().size(),
                keys.set().lifetime().map(l -> "; it expires at " + l.expires()).orElse("")));
    return Exit.OK.code();
  }

  private int show(Common options, KeyOptions keys, KeySets.Done done) {
    Console console = world.console(options.json());
    console.result(
        JsonNodeFactory.instance
            .objectNode()
            .put("version", done.set().version())
            .put("role", done.role())
            .put("id", done.key().hint())
            .put("file", done.file().toString()));
    console.print(
        "version %d of the key set: %s key %s, in %s"
            .formatted(done.set().version(), done.role(), done.key().hint(), done.file()));
    done.retired().ifPresent(file -> console.print("the key before it is " + file));
    if (keys.isOwn() && world.home().state().isPresent()) {
      console.say(
          "a service that runs keeps the keys that it read at its start: `mintmark down` and"
              + " `mintmark up` make it read them again");
    }
    return Exit.OK.code();
  }

  private static String name(@Nullable String name, String role) {
    String chosen = name == null ? role : name;
    if (!chosen.matches("[a-z0-9][a-z0-9._-]{0,63}") || chosen.startsWith(ROOT)) {
      throw usage("cannot name a key '" + chosen + "': letters, digits, . _ - ; not root");
    }
    return chosen;
  }

  private static KeyRole role(String word) {
    return KeyRole.of(word)
        .orElseThrow(
            () -> usage("no role '%s'; roles are %s, and root".formatted(word, KeyRole.words())));
  }

  private static SortedMap<String, String> bounds(@Nullable List<ReleaseName> last) {
    SortedMap<String, String> bounds = new TreeMap<>();
    for (ReleaseName release : last == null ? List.<ReleaseName>of() : last) {
      if (bounds.put(release.name(), release.version()) != null) {
        throw usage("--last names " + release.name() + " twice");
      }
    }
    return bounds;
  }

  static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, "CLI-155", message);
  }
}
