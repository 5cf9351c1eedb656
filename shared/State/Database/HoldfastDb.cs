using Holdfast.Contracts.Components;
using Holdfast.State.Access;
using Holdfast.State.Auditing;
using Holdfast.State.Backups;
using Holdfast.State.Monitoring;
using Holdfast.State.Notifications;
using Holdfast.State.Operations;
using Holdfast.State.Outbox;
using Holdfast.State.Registry;
using Holdfast.State.Restores;
using Holdfast.State.Schedule;
using Holdfast.State.Settings;
using Holdfast.State.Verifications;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Database;

/// <summary>Everything Holdfast remembers outside of the store: one model for SQLite and PostgreSQL.</summary>
/// <remarks>
/// Losing this database loses no backup: the store alone is enough to restore. Instants are UTC. Keys are made by the code, never
/// by the database, except for the outbox, whose order matters.
/// </remarks>
public class HoldfastDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<BackupState> Backups => Set<BackupState>();

    public DbSet<RestoreState> Restores => Set<RestoreState>();

    public DbSet<RejectedRequest> RejectedRequests => Set<RejectedRequest>();

    public DbSet<OperationComponent> Components => Set<OperationComponent>();

    public DbSet<ComponentProgress> Progress => Set<ComponentProgress>();

    public DbSet<NamespaceLock> Locks => Set<NamespaceLock>();

    public DbSet<BackupEntry> BackupEntries => Set<BackupEntry>();

    public DbSet<BackupEntryComponent> BackupEntryComponents => Set<BackupEntryComponent>();

    public DbSet<RestoreFinding> RestoreFindings => Set<RestoreFinding>();

    public DbSet<RegisteredComponent> Registry => Set<RegisteredComponent>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<AuditBatchRow> AuditBatches => Set<AuditBatchRow>();

    public DbSet<AuditSchedule> AuditSchedules => Set<AuditSchedule>();

    public DbSet<DocumentVersion> Documents => Set<DocumentVersion>();

    public DbSet<BackupSchedule> Schedules => Set<BackupSchedule>();

    public DbSet<ScheduledBackup> ScheduledBackups => Set<ScheduledBackup>();

    public DbSet<CheckSchedule> CheckSchedules => Set<CheckSchedule>();

    public DbSet<OperationTotal> OperationTotals => Set<OperationTotal>();

    public DbSet<RetentionTotal> RetentionTotals => Set<RetentionTotal>();

    public DbSet<Verification> Verifications => Set<Verification>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<InboxMessage> Inbox => Set<InboxMessage>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<ComponentId>().HaveConversion<ComponentIdConverter>().HaveMaxLength(110);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(HoldfastDb).Assembly);
}
