package dev.mintmark.launcher.service;

import dev.mintmark.embedded.process.SharedClasses;
import dev.mintmark.embedded.server.Folders;
import dev.mintmark.embedded.server.Ports;
import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.LogFiles;
import dev.mintmark.launcher.toolchain.Installed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The steps of one rebuild as children. They have the rebuild's identities and no key, and keep
 * nothing but their logs.
 */
public final class Workers implements AutoCloseable {
  private final Path work;
  private final List<SupervisedService> services;

  private Workers(Path work, List<SupervisedService> services) {
    this.work = work;
    this.services = services;
  }

  /**
   * Starts a worker for each step, at once; {@link #awaitReady} waits for them.
   *
   * @param run {@code rebuild-<n>}
   * @param settings what their configurations have in common
   * @param toolchains by step
   * @param environment variables that they get beside their own
   */
  public static Workers start(
      Home home,
      String run,
      SortedMap<String, String> settings,
      Map<String, Installed> toolchains,
      Map<String, String> environment,
      ServiceListener listener)
      throws IOException {
    Path work = home.work(run);
    Folders.delete(work);
    PrivateFiles.folder(work);
    Ports ports = Ports.keptIn(work.resolve("ports.properties"));
    HealthProbe probe = new HealthProbe();
    List<SupervisedService> services = new ArrayList<>();
    for (Service service : Service.STEPS) {
      Installed installed = toolchains.get(service.name());
      if (installed == null) {
        throw new IllegalArgumentException("no toolchain for " + service.name());
      }
      int port = ports.choose(service.name());
      Path folder = PrivateFiles.folder(work.resolve(service.name()));
      services.add(
          new SupervisedService(
              launch(
                  service,
                  installed,
                  folder,
                  WorkerConfiguration.write(folder, port, settings, installed),
                  log(home, run, service),
                  URI.create("http://127.0.0.1:" + port),
                  environment),
              probe,
              listener));
    }
    services.forEach(SupervisedService::start);
    return new Workers(work, List.copyOf(services));
  }

  /**
   * Waits until all have been ready.
   *
   * @throws dev.mintmark.embedded.StackException STK-021 for the first that cannot become ready
   */
  public void awaitReady() throws InterruptedException {
    SupervisedService.awaitReady(services);
  }

  /** Stops them, kills those that do not stop, and removes what they kept. */
  @Override
  public void close() throws InterruptedException, IOException {
    SupervisedService.stop(services);
    Folders.delete(work);
  }

  private static Path log(Home home, String run, Service service) throws IOException {
    Path log = home.log(run + "-" + service.name());
    LogFiles.rotate(log);
    return log;
  }

  private static ServiceLaunch launch(
      Service service,
      Installed installed,
      Path folder,
      Path configuration,
      Path log,
      URI url,
      Map<String, String> environment)
      throws IOException {
    Program program = Program.of(installed);
    SharedClasses sharedClasses = program.sharedClasses();
    return new ServiceLaunch(
        service.name(),
        service.command(program, folder.resolve("tmp"), sharedClasses),
        sharedClasses,
        folder,
        configuration,
        log,
        url,
        environment);
  }
}
