using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Holdfast.Api.Tests.Platform;

/// <summary>Keeps every entry of the log.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = [];

    public string Everything => string.Join('\n', _entries.Select(entry => entry.Text));

    public IEnumerable<string> Of(LogLevel least) => _entries.Where(entry => entry.Level >= least).Select(entry => entry.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
