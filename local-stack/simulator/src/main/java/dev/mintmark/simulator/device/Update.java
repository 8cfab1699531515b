package dev.mintmark.simulator.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.Admission;
import dev.mintmark.device.admit.Admitted;
import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.admit.Wanted;
import dev.mintmark.device.pull.PulledModel;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.device.smoke.Trial;
import dev.mintmark.simulator.event.Phase;
import dev.mintmark.simulator.plan.Fault;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.simulator.state.DeviceRecord;
import dev.mintmark.simulator.state.Running;
import dev.mintmark.simulator.wire.Order;
import dev.mintmark.simulator.wire.ReportKind;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.util.Optional;

/** One order on one device, from admission to the switch, with the device's faults. */
final class Update {
  private static final String OTHER_DRIVER = "SIM-030";

  private final World world;
  private final Member member;
  private final Order order;
  private final DeviceRecord before;
  private final Reports reports;
  private final boolean isFaulty;

  Update(World world, Member member, String token, Order order) {
    this.world = world;
    this.member = member;
    this.order = order;
    this.before = world.state().of(member.device());
    this.reports = new Reports(world, member, token, order);
    this.isFaulty = isFaulty();
  }

  private boolean isFaulty() {
    boolean isMeant =
        world
            .settings()
            .faultyRelease()
            .map(order.release()::equals)
            .orElseGet(() -> before.current().isPresent());
    return isMeant && !order.isRollback();
  }

  private boolean has(Fault fault) {
    return isFaulty && member.has(fault);
  }

  /**
   * Carries the order out, or refuses it.
   *
   * @throws IOException when it may work later
   * @throws SupersededException when a newer order is there
   */
  void run() throws IOException, InterruptedException {
    world.phases().reached(member.device(), order.release(), Phase.ORDERED);
    try {
      requireDriver();
      Registry registry = world.releases().of(order.repository());
      Admitted admitted = admit(registry);
      reports.say(ReportKind.ADMITTED);
      Optional<PulledModel> pulled = download(registry, admitted);
      reports.say(ReportKind.DOWNLOADED);
      tryOut(pulled);
      reports.say(ReportKind.SMOKE_PASSED);
      measure(admitted.statement().model().file().digest());
      become(admitted.statement());
    } catch (DeviceException e) {
      refuse(e);
    } catch (DriverException e) {
      reports.fail(ReportKind.REFUSED, OTHER_DRIVER, e.getMessage());
    }
    world.state().change(member.device(), record -> record.withOrder(order.order()));
  }

  private static final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;

    DriverException(String message) {
      super(message);
    }
  }

  private void requireDriver() throws DriverException {
    if (has(Fault.WRONG_DRIVER)) {
      throw new DriverException(
          "cannot run "
              + order.release()
              + ": the driver is "
              + member.driver()
              + " ("
              + OTHER_DRIVER
              + ")");
    }
  }

  private Admitted admit(Registry registry) {
    Admitted admitted =
        new Admission(registry, world.verifier())
            .admit(
                new Wanted(
                    order.tag(),
                    member.deviceClass().name(),
                    member.deviceClass().platform(),
                    before.floor()));
    // The tag is the registry's word, the digest is the order's.
    DeviceException.requireSame(
        DeviceCode.OTHER_RELEASE,
        "the index that " + order.tag() + " names",
        order.index(),
        admitted.index().artifact().digest());
    return admitted;
  }

  private Optional<PulledModel> download(Registry registry, Admitted admitted)
      throws InterruptedException {
    world.models().keep(registry, admitted.statement().model());
    if (!member.pulls()) {
      return Optional.empty();
    }
    Pull pull = new Pull(world.devices().resolve(member.device()));
    return Optional.of(pull.pull(registry, admitted));
  }

  private void tryOut(Optional<PulledModel> pulled) {
    if (has(Fault.SMOKE_FAILS)) {
      throw new DeviceException(
          DeviceCode.OUTPUT, "cannot trust the model: its outputs differ, as this fault has it");
    }
    if (member.infers()) {
      pulled.ifPresent(Trial::run);
    }
  }

  /** No device switches to a model before it is known how fast that is. */
  private void measure(Digest model) throws InterruptedException {
    try {
      world.pools().require(model);
    } catch (IllegalStateException e) {
      throw new DeviceException(DeviceCode.TRIAL, String.valueOf(e.getMessage()), e);
    }
  }

  private void become(ReleaseStatement statement) throws IOException, InterruptedException {
    Digest model = statement.model().file().digest();
    Running next = new Running(order.release(), order.index(), model, order.index());
    if (has(Fault.WRONG_DIGEST)) {
      reports.sayOther(ReportKind.RUNNING, order.release(), otherThan(order.index()));
      return;
    }
    if (has(Fault.LIES)) {
      // It goes on with what it ran; a device that ran nothing makes something up.
      if (before.current().isEmpty()) {
        become(
            new Running(order.release(), order.index(), model, otherThan(order.index())),
            statement.securityFloor());
      }
      reports.say(ReportKind.RUNNING);
      return;
    }
    become(next, statement.securityFloor());
    reports.say(ReportKind.RUNNING);
    if (has(Fault.CRASH)) {
      world.state().change(member.device(), DeviceRecord::crashed);
      world.phases().reached(member.device(), order.release(), Phase.CRASHED);
    } else if (has(Fault.ROLLS_BACK) && before.current().isPresent()) {
      goBack(before.current().get());
    }
  }

  private void become(Running running, long floor) {
    boolean isSlow = has(Fault.SLOW);
    world.state().change(member.device(), record -> record.withCurrent(running, floor, isSlow));
  }

  private void goBack(Running old) throws IOException, InterruptedException {
    world.state().change(member.device(), record -> record.withCurrent(old, 0, before.isSlow()));
    reports.sayOther(ReportKind.ROLLED_BACK, old.release(), old.index());
  }

  private void refuse(DeviceException refusal) throws IOException, InterruptedException {
    switch (refusal.code()) {
      case UNREACHABLE -> throw new IOException(refusal.getMessage(), refusal);
      case OUTPUT, TRIAL ->
          reports.fail(ReportKind.SMOKE_FAILED, refusal.code().code(), refusal.getMessage());
      default -> reports.fail(ReportKind.REFUSED, refusal.code().code(), refusal.getMessage());
    }
  }

  private static Digest otherThan(Digest index) {
    return Digest.of(index.toString().getBytes(UTF_8));
  }
}
