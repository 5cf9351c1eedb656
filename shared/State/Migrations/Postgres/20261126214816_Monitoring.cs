using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Holdfast.State.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Monitoring : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "PlannedSince",
                table: "Schedules",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Cause",
                table: "Restores",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Cause",
                table: "Backups",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "OperationTotals",
                columns: table => new
                {
                    Namespace = table.Column<string>(type: "text", nullable: false),
                    Kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Cause = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OperationTotals", x => new { x.Namespace, x.Kind, x.Outcome, x.Cause });
                });

            migrationBuilder.CreateTable(
                name: "RetentionTotals",
                columns: table => new
                {
                    Namespace = table.Column<string>(type: "text", nullable: false),
                    Removed = table.Column<long>(type: "bigint", nullable: false),
                    FreedBytes = table.Column<long>(type: "bigint", nullable: false),
                    SweptAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Problem = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RetentionTotals", x => x.Namespace);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OperationTotals");

            migrationBuilder.DropTable(
                name: "RetentionTotals");

            migrationBuilder.DropColumn(
                name: "PlannedSince",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "Cause",
                table: "Restores");

            migrationBuilder.DropColumn(
                name: "Cause",
                table: "Backups");
        }
    }
}
