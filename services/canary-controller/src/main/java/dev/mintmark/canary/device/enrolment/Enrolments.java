package dev.mintmark.canary.device.enrolment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.device.desired.KnownDevice;
import dev.mintmark.canary.device.desired.KnownDevices;
import dev.mintmark.canary.device.row.DeviceRow;
import dev.mintmark.canary.device.row.EnrolmentTokenRow;
import dev.mintmark.canary.fleet.Desired;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.canary.fleet.Promotions;
import dev.mintmark.canary.outbox.Outbox;
import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceEnrolled;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Makes enrolment tokens, and enrols the devices that bring them. */
@Singleton
class Enrolments {
  private static final String MAKE =
      """
      insert into canary.enrolment_token (hash, device_class, expires)
      select hash, :class, :expires from unnest(cast(:hashes as text[])) hash
      """;

  /** Gives no row where the device is of another class. */
  private static final String ENROL =
      """
      insert into canary.device as d
        (device, device_class, generation, enrolled, driver, firmware, kernel)
      values (:device, :class, 1, :now,
        cast(:driver as text), cast(:firmware as text), cast(:kernel as text))
      on conflict (device) do update set
        generation = d.generation + 1,
        enrolled = excluded.enrolled,
        driver = coalesce(excluded.driver, d.driver),
        firmware = coalesce(excluded.firmware, d.firmware),
        kernel = coalesce(excluded.kernel, d.kernel)
      where d.device_class = excluded.device_class
      returning d.generation, d.order_sequence
      """;

  private final Database database;
  private final Outbox outbox;
  private final KnownDevices devices;
  private final Fleet fleet;
  private final Promotions promotions;
  private final Clock clock;

  Enrolments(
      Database database,
      Outbox outbox,
      KnownDevices devices,
      Fleet fleet,
      Promotions promotions,
      Clock clock) {
    this.database = database;
    this.outbox = outbox;
    this.devices = devices;
    this.fleet = fleet;
    this.promotions = promotions;
    this.clock = clock;
  }

  /** New tokens and when they expire. */
  record Made(List<EnrolmentToken> tokens, Instant expires) {}

  Uni<Made> make(TokenOrder order) {
    List<EnrolmentToken> tokens =
        IntStream.range(0, order.count()).mapToObj(i -> EnrolmentToken.make()).toList();
    Instant expires = clock.instant().plus(order.validFor());
    String[] hashes = tokens.stream().map(EnrolmentToken::hash).toArray(String[]::new);
    return database
        .inTransaction(session ->
            session
                .createNativeQuery(MAKE)
                .setParameter("class", order.deviceClass())
                .setParameter("expires", expires)
                .setParameter("hashes", hashes)
                .executeUpdate())
        .map(rows -> new Made(tokens, expires));
  }

  /** Enrols a device; the same again for a device that comes back with the token that it used. */
  Uni<Enrolled> enrol(Applicant applicant) {
    return database
        .inTransaction(session -> enrol(session, applicant))
        .invoke(this::learn)
        // The commit may have happened all the same.
        .onFailure()
        .invoke(devices::doubt);
  }

  private Uni<Enrolled> enrol(Session session, Applicant applicant) {
    Instant now = clock.instant();
    return session
        .find(EnrolmentTokenRow.class, applicant.token().hash(), LockMode.PESSIMISTIC_WRITE)
        .chain(row ->
            switch (TokenUse.of(row, applicant.device(), now)) {
              case TokenUse.None(Refusal refusal) -> done(new Enrolled.TokenRefused(refusal));
              case TokenUse.Repeat(String deviceClass, int generation) ->
                  repeated(
                      session, new DeviceIdentity(applicant.device(), deviceClass, generation));
              case TokenUse.First first -> first(session, row, applicant, now);
            });
  }

  private static Uni<Enrolled> done(Enrolled outcome) {
    return Uni.createFrom().item(outcome);
  }

  /** Good only while nothing happened since: an enrolment's answer is void after the next one. */
  private static Uni<Enrolled> repeated(Session session, DeviceIdentity identity) {
    return session
        .find(DeviceRow.class, identity.device())
        .map(row ->
            row.generation() == identity.generation()
                ? new Enrolled.Before(identity)
                : new Enrolled.TokenRefused(TokenUse.used("the device was enrolled again since")));
  }

  private Uni<Enrolled> first(
      Session session, EnrolmentTokenRow row, Applicant applicant, Instant now) {
    return promotions
        .last(session, row.deviceClass())
        .chain(promoted ->
            upsert(session, row, applicant, now)
                .chain(device ->
                    device.isEmpty()
                        ? done(new Enrolled.ClassRefused(otherClass(applicant, row)))
                        : enrolled(session, row, applicant, device.get(), promoted)));
  }

  /** The device as it is now, without its order; none where it is of another class. */
  private static Uni<Optional<Written>> upsert(
      Session session, EnrolmentTokenRow row, Applicant applicant, Instant now) {
    return session
        .createNativeQuery(ENROL, Object[].class)
        .setParameter("device", applicant.device())
        .setParameter("class", row.deviceClass())
        .setParameter("now", now)
        .setParameter("driver", applicant.facts().driver())
        .setParameter("firmware", applicant.facts().firmware())
        .setParameter("kernel", applicant.facts().kernel())
        .getSingleResultOrNull()
        .map(columns ->
            Optional.ofNullable(columns)
                .map(c ->
                    new Written(
                        new DeviceIdentity(
                            applicant.device(), row.deviceClass(), ((Number) c[0]).intValue()),
                        ((Number) c[1]).longValue())));
  }

  /** A device's row after an enrolment: 0 for no order. */
  private record Written(DeviceIdentity identity, long order) {}

  /**
   * Whoever had no order before gets what its class runs, as order 1; an order that is there stays,
   * and is known already.
   */
  private static KnownDevice known(Written device, Optional<Desired> promoted) {
    Optional<Desired> first = device.order() == 0 ? promoted : Optional.empty();
    DeviceIdentity identity = device.identity();
    return new KnownDevice(
        identity.device(),
        identity.deviceClass(),
        identity.generation(),
        first.isPresent() ? 1 : 0,
        first);
  }

  private Uni<Enrolled> enrolled(
      Session session,
      EnrolmentTokenRow row,
      Applicant applicant,
      Written device,
      Optional<Desired> promoted) {
    DeviceIdentity identity = device.identity();
    KnownDevice known = known(device, promoted);
    row.use(identity.device(), identity.generation());
    return outbox
        .append(
            session,
            TopicCatalogue.DEVICE_ENROLLED,
            identity.device(),
            event(identity, applicant),
            eventId(identity),
            identity.device())
        .chain(() -> order(session, known))
        .replaceWith(new Enrolled.Anew(identity, known));
  }

  private Uni<Void> order(Session session, KnownDevice device) {
    return device
        .desired()
        .map(first -> fleet.order(session, first.rollout(), first, List.of(device.device())))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private static DeviceEnrolled event(DeviceIdentity identity, Applicant applicant) {
    return DeviceEnrolled.newBuilder()
        .setDevice(identity.device())
        .setDeviceClass(identity.deviceClass())
        .setGeneration(identity.generation())
        .setDriver(applicant.facts().driver())
        .setFirmware(applicant.facts().firmware())
        .setKernel(applicant.facts().kernel())
        .build();
  }

  private static String eventId(DeviceIdentity identity) {
    String said = "enrolled\n" + identity.device() + '\n' + identity.generation();
    return Digest.of(said.getBytes(UTF_8)).hex();
  }

  private static Refusal otherClass(Applicant applicant, EnrolmentTokenRow row) {
    return new Refusal(
        "CAN-114",
        "device " + applicant.device(),
        "it is not of class " + row.deviceClass() + ", as which the token would enrol it",
        "use a token of its class, or another device id; a device's class never changes");
  }

  private void learn(Enrolled outcome) {
    switch (outcome) {
      case Enrolled.Anew(DeviceIdentity identity, KnownDevice known) -> devices.learn(known);
      case Enrolled.Before(DeviceIdentity identity) ->
          devices.learn(known(new Written(identity, 0), Optional.empty()));
      case Enrolled.TokenRefused refused -> {}
      case Enrolled.ClassRefused refused -> {}
    }
  }
}
