using System.CommandLine;
using System.Globalization;
using Holdfast.Cli.Output;
using Holdfast.Cli.Running;
using Holdfast.Client.Keys;

namespace Holdfast.Cli.Keys;

/// <summary>The commands about API keys.</summary>
internal static class KeyCommands
{
    private static readonly Table<ApiKey> Columns = new(
        ("NAME", key => key.Name),
        ("ROLE", key => key.Role),
        ("CREATED", key => Quantity.Time(key.CreatedAt)),
        ("LAST USED", key => Quantity.Time(key.LastUsedAt)),
        ("EXPIRES", key => Quantity.Time(key.ExpiresAt)),
        ("REVOKED", key => Quantity.Time(key.RevokedAt)));

    public static Command Create() => new("keys", "The API keys") { New(), List(), Revoke() };

    private static Argument<string> Name() => new("name") { Description = "What the audit log knows it by" };

    private static Command New()
    {
        var name = Name();
        var role = new Option<string>("--role") { Description = "viewer, operator or admin", Required = true };
        role.AcceptOnlyFromAmong("viewer", "operator", "admin");
        var expires = new Option<string?>("--expires") { Description = "From this instant on it is useless, such as 2027-01-01 or 2027-01-01T08:00:00Z", HelpName = "instant" };
        return new Command("create", "Make a key. It is written to standard output this once and cannot be had again") { name, role, expires }.Does(async (run, cancellationToken) =>
        {
            var key = await run.Client.Keys.CreateAsync(run.Of(name), run.Of(role)!, Instant(run.Of(expires)), cancellationToken);
            run.Report.Say("key", key, key.Key);
            return ExitStatus.Done;
        });
    }

    private static Command List() => new Command("list", "All keys, revoked ones included").Does(async (run, cancellationToken) =>
    {
        run.Report.Say("key", await run.Client.Keys.ListAsync(cancellationToken), Columns, "There is no key.");
        return ExitStatus.Done;
    });

    private static Command Revoke()
    {
        var name = Name();
        return new Command("revoke", "Make a key useless") { name }.Does(async (run, cancellationToken) =>
        {
            await run.Client.Keys.RevokeAsync(run.Of(name), cancellationToken);
            run.Report.Say("done", new { Action = "revoke", Name = run.Of(name) }, $"Revoked key {run.Of(name)}");
            return ExitStatus.Done;
        });
    }

    private static DateTimeOffset? Instant(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant
        : throw new UsageException($"--expires: '{text}' is not an instant such as 2027-01-01T08:00:00Z");
}
