using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Client.Backups;
using Holdfast.Client.Components;
using Holdfast.Client.Keys;
using Holdfast.Client.Notifications;
using Holdfast.Client.Operations;
using Holdfast.Client.Restores;
using Holdfast.Client.Retention;
using Holdfast.Client.Schedule;
using Holdfast.Client.Verifications;

namespace Holdfast.Api.Tests.Descriptions;

/// <summary>The client knows what the document says.</summary>
public sealed class ClientTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    [Theory]
    [InlineData(typeof(Backup), "BackupAnswer")]
    [InlineData(typeof(FailedBackup), "BackupAnswerFailedAttempt")]
    [InlineData(typeof(Operation), "OngoingAnswer")]
    [InlineData(typeof(Progress), "ProgressAnswer")]
    [InlineData(typeof(ComponentProgress), "ComponentAnswer")]
    [InlineData(typeof(SnapshotSize), "SnapshotSize")]
    [InlineData(typeof(Restore), "RestoreAnswer")]
    [InlineData(typeof(Verification), "VerificationAnswer")]
    [InlineData(typeof(DryRun), "DryRunAnswer")]
    [InlineData(typeof(Finding), "FindingAnswer")]
    [InlineData(typeof(RetentionPlan), "RetentionAnswer")]
    [InlineData(typeof(PlannedBackup), "PlannedBackup")]
    [InlineData(typeof(BackupSchedule), "ScheduleAnswer")]
    [InlineData(typeof(ScheduledBackup), "ScheduledBackupAnswer")]
    [InlineData(typeof(RegisteredComponent), "ComponentListAnswerRow")]
    [InlineData(typeof(ApiKey), "KeyAnswer")]
    [InlineData(typeof(NewApiKey), "NewKeyAnswer")]
    [InlineData(typeof(Notification), "NotificationAnswer")]
    [InlineData(typeof(TestedWay), "NotificationTestAnswerWay")]
    [InlineData(typeof(BackupRequest), "BackupCall")]
    public void Every_field_of_an_answer_is_in_the_client(Type type, string schema)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

        var known = options.GetTypeInfo(type).Properties.Where(property => property.Get is not null && property.Set is not null || property.AssociatedParameter is not null);

        var fields = described.Api.Document["components"]!["schemas"]![schema]!["properties"]!.AsObject().Select(field => field.Key);
        Assert.Equal(fields.Order(), known.Select(property => property.Name).Order());
    }
}
