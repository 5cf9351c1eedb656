using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Holdfast.State.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ComponentDurations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "DoneAt",
                table: "Components",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "EndedAt",
                table: "BackupEntryComponents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StartedAt",
                table: "BackupEntryComponents",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DoneAt",
                table: "Components");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "BackupEntryComponents");

            migrationBuilder.DropColumn(
                name: "StartedAt",
                table: "BackupEntryComponents");
        }
    }
}
