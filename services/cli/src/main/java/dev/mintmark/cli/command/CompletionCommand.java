package dev.mintmark.cli.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the script that completes commands and options. */
@Command(
    name = "completion",
    header = "Print the completion script for a shell.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark completion bash > ~/.local/share/bash-completion/completions/mintmark",
      "  source <(mintmark completion zsh)",
    })
final class CompletionCommand implements Callable<Integer> {
  /** Shells that the script is for. */
  enum Shell {
    bash,
    zsh
  }

  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  CompletionCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      world.out().println("autoload -U +X compinit && compinit");
    }
    world.out().println(AutoComplete.bash("mintmark", CommandLines.of(world)));
    world.out().flush();
    return 0;
  }
}
