using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Holdfast.State.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class StoredAudit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "BatchId",
                table: "Audit",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AuditBatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Namespace = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    StoredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditBatches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AuditSchedules",
                columns: table => new
                {
                    Namespace = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Plan = table.Column<string>(type: "text", nullable: false),
                    StoreAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClearAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditSchedules", x => x.Namespace);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_BatchId",
                table: "Audit",
                column: "BatchId");

            migrationBuilder.CreateIndex(
                name: "IX_AuditBatches_StoredAt",
                table: "AuditBatches",
                column: "StoredAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AuditBatches");

            migrationBuilder.DropTable(
                name: "AuditSchedules");

            migrationBuilder.DropIndex(
                name: "IX_Audit_BatchId",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "BatchId",
                table: "Audit");
        }
    }
}
